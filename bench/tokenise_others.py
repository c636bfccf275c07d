"""Encodes documents with another encoder and prints what that took: tokenise_others.py LIBRARY TEXT.jsonl TOKENIZER.json THREADS."""

import json
import resource
import sys
import time

library, text, tokenizer, threads = sys.argv[1], sys.argv[2], sys.argv[3], int(sys.argv[4])
with open(text, encoding="utf-8") as lines:
    documents = [json.loads(line)["text"] for line in lines]

if library == "tokenizers":
    import tokenizers

    opened = tokenizers.Tokenizer.from_file(tokenizer)
    encode = lambda batch: sum(len(found.ids) for found in opened.encode_batch_fast(batch))
else:
    import tiktoken

    with open(tokenizer, encoding="utf-8") as file:
        names = json.load(file)["model"]["vocab"]
    printable = [byte for byte in range(256) if 32 < byte < 127 or (160 < byte and byte != 173)]
    others = [byte for byte in range(256) if byte not in printable]
    byte_of = {chr(byte): byte for byte in printable} | {chr(256 + i): byte for i, byte in enumerate(others)}
    ranks = {bytes(byte_of[c] for c in name): id for name, id in names.items() if id < 50256}
    pattern = r"""'(?:[sdmt]|ll|ve|re)| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+"""
    opened = tiktoken.Encoding("gpt2", pat_str=pattern, mergeable_ranks=ranks, special_tokens={"<|endoftext|>": 50256})
    encode = lambda batch: sum(map(len, opened.encode_ordinary_batch(batch, num_threads=threads)))

usage = lambda: sum(resource.getrusage(resource.RUSAGE_SELF)[:2])
start, before = time.perf_counter(), usage()
tokens = sum(encode(documents[at : at + 10_000]) for at in range(0, len(documents), 10_000))
print(
    json.dumps(
        {
            "seconds": time.perf_counter() - start,
            "processorSeconds": usage() - before,
            "bytes": sum(len(document.encode()) for document in documents),
            "tokens": tokens,
        }
    )
)
