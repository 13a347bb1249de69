/* The same where there is no SSE2: the Makefile has it built so. */

#include "characters_check.h"


int
main(void)
{
    return check_characters();
}
