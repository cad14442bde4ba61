"""Tests in a real browser. A package, so that the browser ends with it: other tests run event loops of their own."""
