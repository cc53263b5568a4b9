"""What Sitroom is measured with: annotated documents, story sets, and the scorers."""
