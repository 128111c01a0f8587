"""Texts of files that arrive, as programs write them."""

EXPORT = (
    "# Sizing for the pilot\r\r- Exported: 2026-01-02 18:04:11\r- Messages: 1\r---\r\r"
    "## 2026-01-02 17:31:00 — Ana Ruiz <ana@harbor.example>\r**Subject:** Sizing for the pilot\r\r> Hello,\r"
)
TALK = "".join(f"[00:{at:02}] {who}: So it is.\n" for at, who in enumerate(["Ana Ruiz", "Bo"] * 3))
PLAIN_TALK = "Ana Ruiz: Shall we begin?\n\nBo Lin: Yes, please.\n\n" * 4
