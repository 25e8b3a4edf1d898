using System.Runtime.CompilerServices;

// Kernels take room on the stack thousands of times in a run; zeroing it first costs more than some of them.
[module: SkipLocalsInit]
