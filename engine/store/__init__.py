"""Where journals are kept: one protocol, several stores."""
