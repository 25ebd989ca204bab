"""Files that departments send on the page (报送): looked at, put right, approved; batches and what is quarantined."""
