"""What a round asks and what comes of it: the preview, its own questions, its record, and response rates."""
