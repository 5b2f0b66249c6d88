"""The form in Word: written, and read when it comes back."""
