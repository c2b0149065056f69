"""What was taken, kept on disk: segments of frames, and who looks after them."""
