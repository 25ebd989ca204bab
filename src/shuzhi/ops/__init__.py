"""What people do about what the data say: users, findings, orders, requests. A Django project inside the package."""
