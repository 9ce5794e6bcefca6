"""Files beside links, as evidence: taking them in, handing them out, and sweeping up what was left behind."""
