#include <cstdio>
int main() {
  std::puts("ajar");
  return 0;
}
