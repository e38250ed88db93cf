"""The sealed record: the child's details, the diary, and what protects them."""
