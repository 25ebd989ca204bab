"""Views: pages and big screens over indicators, as scenarios and the city declare them."""
