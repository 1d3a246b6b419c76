"""The programs that the benchmarks compare with: how they are installed, and how they are asked."""
