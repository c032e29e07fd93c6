#!/usr/bin/env python3
"""Loads `gouji serve` on this machine and says what came of it: python3 tools/serve_load.py GOUJI [FILE…]

Starts the server, sends many audits at once, and counts answers by status; each answer must be there whole, each 200 must be that
of the first time, each 429 must say when to come again. With --patient those who were sent away come again until they are served.
Then a few who send one byte a second sit there while others are served. Ends with 1 where something is lost. Linux: memory is
read from /proc.
"""

import argparse, asyncio, collections, re, subprocess, sys, time, urllib.parse

PLANTED = "fixtures/archive-planted/document.txt"


def memory(process, key):
    """A line of /proc/PID/status in MB."""
    with open(f"/proc/{process.pid}/status") as file:
        return next(int(line.split()[1]) >> 10 for line in file if line.startswith(key))


async def ask(port, head, body=b""):
    """Status, headers and body of an answer; status 0: there was none."""
    try:
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
    except OSError:
        return 0, {}, b""
    try:
        writer.write(head.encode() + f"Host: localhost\r\nContent-Length: {len(body)}\r\n\r\n".encode() + body)
        answer = await reader.read()
    except OSError:
        answer = b""
    finally:
        writer.close()
    top, found, content = answer.partition(b"\r\n\r\n")
    lines = top.decode().split("\r\n")
    headers = {name.lower(): value for name, _, value in (line.partition(": ") for line in lines[1:])}
    if not found or len(content) != int(headers.get("content-length", -1)):
        return 0, headers, content
    return int(lines[0].split()[1]), headers, content


async def audit(port, name, content, patient, seen):
    """Audits a file; gives the statuses on the way and the time of the last."""
    head = f"POST /audit?name={urllib.parse.quote(name)} HTTP/1.1\r\n"
    statuses = []
    while True:
        began = time.monotonic()
        status, headers, answer = await ask(port, head, content)
        statuses.append(status)
        if status == 200 and seen.setdefault(name, answer) != answer:
            statuses.append("another answer")
        if status == 429 and not headers.get("retry-after", "").isdigit():
            statuses.append("429 without Retry-After")
        if status != 429 or not patient:
            return statuses, time.monotonic() - began
        await asyncio.sleep(int(headers["retry-after"]))


async def slow(port, seconds):
    """Sends a byte a second; the status of the answer. Who finds no place comes again, as others do, for a minute."""
    for _ in range(60):
        status = await slowly(port, seconds)
        if status != 429:
            break
        await asyncio.sleep(1)
    return status


async def slowly(port, seconds):
    """Sends a body a byte a second; the status of the answer, or 0 where there was none."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(b"POST /audit?name=a.txt HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100000\r\n\r\n")
    reading = asyncio.create_task(reader.read())
    for _ in range(seconds):
        if reading.done():
            break
        writer.write(b"x")
        await asyncio.wait([reading], timeout=1)
    answer = await reading
    writer.close()
    return int(answer.split()[1]) if answer else 0


async def run(options, process, port):
    files = [(name, open(name, "rb").read()) for name in options.files or [PLANTED]]
    seen, bad = {}, 0
    for name, content in files:
        statuses, took = await audit(port, name, content, False, seen)
        print(f"alone: {name} {len(content) >> 10} KB, status {statuses[-1]}, {took * 1000:.0f} ms")
        bad += statuses[-1] != 200
    print(f"memory before: {memory(process, 'VmRSS')} MB")
    sitting = [asyncio.create_task(slow(port, 30)) for _ in range(options.slow)]
    began = time.monotonic()
    work = [audit(port, *files[at % len(files)], options.patient, seen) for at in range(options.requests)]
    done = await asyncio.gather(*work)
    whole = time.monotonic() - began
    counts = collections.Counter(status for statuses, _ in done for status in statuses)
    times = sorted(took for statuses, took in done if statuses[-1] == 200)
    bad += sum(count for status, count in counts.items() if status not in (200, 429))
    bad += options.patient and len(times) != options.requests
    served = f", half within {times[len(times) // 2]:.2f} s, all within {times[-1]:.2f} s" if times else ""
    print(f"{options.requests} at once: {dict(counts)} in {whole:.1f} s, {len(times) / whole:.1f} audits a second{served}")
    print(f"memory: {memory(process, 'VmRSS')} MB, at most {memory(process, 'VmHWM')} MB")
    if sitting:
        away = collections.Counter(await asyncio.gather(*sitting))
        print(f"slow senders: {away[408]} of {len(sitting)} were sent away with 408; statuses {dict(away)}")
        bad += away[408] != len(sitting)
    status, _, _ = await ask(port, "GET /health HTTP/1.1\r\n")
    bad += status != 200
    return bad


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("gouji")
    parser.add_argument("files", nargs="*")
    parser.add_argument("--requests", type=int, default=100)
    parser.add_argument("--queue", type=int, default=16)
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--slow", type=int, default=0, help="so many who send one byte a second")
    parser.add_argument("--patient", action="store_true", help="who was sent away comes again")
    options = parser.parse_args()
    given = ["--listen", "127.0.0.1:0", "--jobs", str(options.jobs), "--queue", str(options.queue), "--read-seconds", "10"]
    process = subprocess.Popen([options.gouji, "serve", *given], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    try:
        port = int(re.search(rb":(\d+)/", process.stdout.readline()).group(1))
        bad = asyncio.run(run(options, process, port))
        process.terminate()
        ended = process.wait(timeout=60)
        print(f"stopped with {ended}")
        sys.exit(1 if bad or ended else 0)
    finally:
        process.kill()


main()
