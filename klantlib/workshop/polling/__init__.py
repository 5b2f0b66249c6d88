"""How do answer codes become a picture of the room, with nobody in it recognised and nothing kept afterwards?"""
