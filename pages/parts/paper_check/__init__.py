"""Is the figure in the paper the published figure?"""
