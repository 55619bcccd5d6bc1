"""The portal: where applicants create an account, file requests and follow them."""
