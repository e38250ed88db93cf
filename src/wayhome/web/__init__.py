"""The pages. No rule about children, chats or risk lives here: it all comes from the use cases."""
