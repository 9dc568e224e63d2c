"""Users and sign-in; knows no areas."""
