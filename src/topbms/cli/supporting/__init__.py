"""What `topbms support` puts together. Knows no verb."""
