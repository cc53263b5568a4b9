"""Speed and cost, side by side with peers."""
