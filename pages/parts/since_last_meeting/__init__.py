"""What is new since the committee last met, and what is worth a question?"""
