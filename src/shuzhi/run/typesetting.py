"""A process of its own that sets one document by typst and ends: what that takes of memory (70 MB) is not kept.

``python -m shuzhi.run.typesetting LAYOUT TARGET FONTS...`` with the document as JSON on its standard input.
"""

import sys

import typst

if __name__ == "__main__":
    layout, target, *fonts = sys.argv[1:]
    try:
        typst.compile(
            layout,
            output=target,
            font_paths=list(fonts),
            sys_inputs={"told": sys.stdin.buffer.read().decode()},
            pdf_standards=["a-2b"],
        )
    except typst.TypstError as error:
        sys.exit(str(error))
