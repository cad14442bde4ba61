"""What all messengers share: requests verified, messages kept until answered, replies kept until sent."""
