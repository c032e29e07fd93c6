/* Wine before 8.1 lacks the library that Rust asks for random numbers: this one asks wine's own.
   x86_64-w64-mingw32-gcc -shared -o bcryptprimitives.dll tools/wine-random.c -ladvapi32 */
unsigned char __stdcall SystemFunction036(void *, unsigned long);
__declspec(dllexport) int ProcessPrng(unsigned char *bytes, unsigned long long count) { return SystemFunction036(bytes, count); }
