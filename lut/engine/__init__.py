"""The process beside the editor: it computes, so that the editor's own Python need not."""
