"""What comes and goes by messengers: kept, sealed, until it is answered and sent, and two days to go on from."""
