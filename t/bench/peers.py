# readability-lxml: CPU time, after warm-up.
#   python3 peers.py FILE...      prints microseconds, bytes
import logging
import sys
import time

from readability import Document

logging.disable(logging.CRITICAL)


def convert(page):
    try:
        return Document(page).summary()
    except Exception:  # a page that the peer cannot read costs what it costs
        return ""


pages = [open(name, "rb").read().decode("utf-8", "replace")
         for name in sys.argv[1:]]
for page in pages[:8]:
    convert(page)
before = time.process_time()
for page in pages:
    convert(page)
micros = (time.process_time() - before) * 1e6
print("%d\t%d" % (micros, sum(len(open(name, "rb").read())
                              for name in sys.argv[1:])))
