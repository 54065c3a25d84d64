"""The order of the work, one short function a job: read, decide, write."""
