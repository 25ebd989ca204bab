"""The dossier (线索卷宗) of a finding: everything about it that may leave the platform, as one official document."""
