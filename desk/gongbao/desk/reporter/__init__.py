"""What a reporter's story needs before it is filed: tags, what was printed before, hints, exports. No web in here.

``story`` reads it, ``suggesting``, ``printed_before`` and ``hints`` look at it, ``results`` hands it on.
"""
