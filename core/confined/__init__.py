"""What looks into files of strangers; it runs in processes of its own, with little memory and little time.

Nothing in here imports from the rest of the portal, and the portal never runs it in the process that serves
pages.
"""
