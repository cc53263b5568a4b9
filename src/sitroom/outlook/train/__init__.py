"""The scripts that fit what the outlook ships; nothing here is imported when a brief is written."""
