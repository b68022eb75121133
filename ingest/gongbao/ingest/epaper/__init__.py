"""E-paper sites: which papers there are, what their pages say, and the crawl that fetches them."""
