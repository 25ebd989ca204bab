"""Where tests run: in CI the generated examples are the same every time, so that a red build can be repeated."""

import os

from hypothesis import settings

settings.register_profile("ci", derandomize=True, print_blob=True)
if os.environ.get("CI"):
    settings.load_profile("ci")
