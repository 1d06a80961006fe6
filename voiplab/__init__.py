"""voiplab: a VoIP training lab that runs in a terminal."""
