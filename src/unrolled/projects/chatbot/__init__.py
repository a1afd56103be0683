"""A chatbot: it reads the last turns of a conversation and writes what might come next. It knows nothing."""
