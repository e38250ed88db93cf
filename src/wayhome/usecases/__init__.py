"""What a person can do with Wayhome, whichever shell they use. Joins the core to disk and clock."""
