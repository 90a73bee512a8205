#!/usr/bin/env python3
"""Runs a command on one core and prints what it took: wall seconds, processor seconds, peak memory in MB.
usage: measure.py COMMAND...     (its standard output is thrown away)"""
import os
import resource
import subprocess
import sys
import time

os.sched_setaffinity(0, {sorted(os.sched_getaffinity(0))[-1]})
began = time.monotonic()
status = subprocess.run(sys.argv[1:], stdout=subprocess.DEVNULL).returncode
wall = time.monotonic() - began
used = resource.getrusage(resource.RUSAGE_CHILDREN)
print('%.3f %.3f %.1f' % (wall, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024))
sys.exit(status)
