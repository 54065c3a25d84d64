"""What a received file becomes."""
