/* The complex functions of Windows that Wine's ucrtbase lacks and numpy's import table names.

   Built as a DLL; complex.def hands everything else on to ucrtbase. A long double is a double there. The structures are
   Windows's _Dcomplex and _Fcomplex, which its calling convention treats otherwise than GCC's complex types. */
#include <complex.h>
#include <math.h>

typedef struct { double re, im; } D;
typedef struct { float re, im; } F;

static double complex from_d(D a) { return a.re + a.im * I; }
static float complex from_f(F a) { return a.re + a.im * I; }
static D to_d(double complex z) { D r = {creal(z), cimag(z)}; return r; }
static F to_f(float complex z) { F r = {crealf(z), cimagf(z)}; return r; }

#define REAL(name) \
  double X_##name(D a) { return name(from_d(a)); } \
  double X_##name##l(D a) { return name(from_d(a)); } \
  float X_##name##f(F a) { return name##f(from_f(a)); }
#define COMPLEX(name) \
  D X_##name(D a) { return to_d(name(from_d(a))); } \
  D X_##name##l(D a) { return to_d(name(from_d(a))); } \
  F X_##name##f(F a) { return to_f(name##f(from_f(a))); }

REAL(cabs) REAL(carg) REAL(creal) REAL(cimag)
COMPLEX(ccos) COMPLEX(ccosh) COMPLEX(cexp) COMPLEX(csin) COMPLEX(csinh) COMPLEX(ctan) COMPLEX(ctanh)

D X_cpow(D a, D b) { return to_d(cpow(from_d(a), from_d(b))); }
D X_cpowl(D a, D b) { return to_d(cpow(from_d(a), from_d(b))); }
F X_cpowf(F a, F b) { return to_f(cpowf(from_f(a), from_f(b))); }
