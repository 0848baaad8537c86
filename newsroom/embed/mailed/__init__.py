"""The pages that links in mails lead to. A GET shows, whoever makes it; only a POST acts."""
