"""Module auth: digest challenges and what is answered to them."""
