"""The same run on real sockets and on the wall clock."""
