"""What a stretch of talk means: sentence embeddings, and small networks on top of them."""
