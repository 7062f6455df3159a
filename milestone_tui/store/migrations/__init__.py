"""Migrations of the schema: numbered steps and their runner, loaded only for files that are not up to date."""

from __future__ import annotations

from collections.abc import Mapping

FINGERPRINTS: Mapping[int, str] = {
    4: "37af60e9b134ba55ab51ace8ee437fb1",
    5: "cc6d985cde09618b76b0cd0c79e3a0fc",
    6: "5ffc1ee33ca00139d415438734f4b27f",
    7: "d142b5db7ab18565b455aea0bd47b1c9",
    8: "16d8a07426653ab01668035ee785b205",
    9: "31852def71dc526767e45ea947c7b2d4",
    10: "dc843cdb80cbb32114dff8eff6313659",
    11: "96d220652f98f52d22b6adad78b0226a",
    12: "a485e6a5e9627dabe194c278dbac9932",
    13: "ab0126eb1099fe5ceaeb65cc458efd12",
}
"""Fingerprint of the schema of each version that may be found at opening; a test compares them with the migrations."""

LATEST = max(FINGERPRINTS)
"""The `user_version` of an up-to-date database, which is the number of steps."""
