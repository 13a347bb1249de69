/* Texts: how they are put together, counted and parted into words. */

#include "characters_check.h"


int
main(void)
{
    return check_characters();
}
