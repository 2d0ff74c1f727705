"""Exact search beside ours, on one thread: FAISS Flat and numpy. Prints one line of JSON.

Arguments: file of float32 vectors, file of float32 queries, dimensions, results a query.
"""
import json
import os
import sys
import time

os.environ["OMP_NUM_THREADS"] = os.environ["OPENBLAS_NUM_THREADS"] = "1"
import faiss
import numpy

vectors_path, queries_path, dimensions, results = sys.argv[1:]
dimensions, results = int(dimensions), int(results)
faiss.omp_set_num_threads(1)
vectors = numpy.fromfile(vectors_path, dtype=numpy.float32).reshape(-1, dimensions)
queries = numpy.fromfile(queries_path, dtype=numpy.float32).reshape(-1, dimensions)
index = faiss.IndexFlatIP(dimensions)
index.add(vectors)


def faiss_search(query):
    return index.search(query[None], results)[1][0]


def numpy_search(query):
    scores = vectors @ query
    best = numpy.argpartition(-scores, results)[:results]
    return best[numpy.argsort(-scores[best])]


def median_ms(search):
    for query in queries[:5]:
        search(query)
    times = []
    for query in queries:
        start = time.perf_counter()
        search(query)
        times.append((time.perf_counter() - start) * 1000)
    return float(numpy.median(times))


print(json.dumps({
    "faissMs": median_ms(faiss_search),
    "numpyMs": median_ms(numpy_search),
    "nearest": [faiss_search(query).tolist() for query in queries],
}))
