"""How does a room without wifi get the program? From a stick with everything on it: `make usb`."""
