"""How people come to the desk: invited by a chief, with a password and a second factor, from sessions they can end."""
