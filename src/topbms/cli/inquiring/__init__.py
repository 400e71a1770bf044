"""What verbs share that ask a pack for more than its values: the way to ask, and how it is shown. Knows no verb."""
