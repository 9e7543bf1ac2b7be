# Runs a command and writes what it used, all its threads: python3 wait4.py FILE COMMAND ... It ends with the command's own status.
import json
import os
import sys
import time

to, *command = sys.argv[1:]
started = time.monotonic()
child = os.posix_spawnp(command[0], command, os.environ)
_, status, used = os.wait4(child, 0)
with open(to, 'w') as out:
    json.dump({'user': used.ru_utime, 'sys': used.ru_stime, 'mb': used.ru_maxrss / 1024, 'wall': time.monotonic() - started}, out)
sys.exit(os.waitstatus_to_exitcode(status))
