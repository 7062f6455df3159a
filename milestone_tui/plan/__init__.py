"""What a plan means: frozen values and pure rules; knows neither SQL nor Textual nor files."""
